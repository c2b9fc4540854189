import type { PartialCatalogue } from '../languages'

export const proof = {
  sentence: 'Bewiesen: Kein Plan, der diese Grenzen einhält, kann {kind, select, any {bei beliebigen Zentren} other {bei diesen Zentren}} weniger kosten als {bound}; dieser Plan kostet {value}, höchstens {more} mehr.',
  nothing: 'Der Plan kostet nichts, also kann kein Plan billiger sein.',
  none: 'Für diesen Plan wurde keine untere Schranke berechnet.',
  how: '{kind, select, any {Wie: Jede Grenze bekommt einen Preis, jede Einheit geht an ihren billigsten Ort, und für jedes Zentrum wird überall der beste Ort gesucht. Die Summe, abzüglich der Einnahmen der Grenzen, liegt unter den Kosten jedes Plans, der sie einhält.} other {Wie: Jede Grenze bekommt einen Preis, und jede Einheit geht bei diesen Preisen an ihren billigsten Ort. Die Summe, abzüglich der Einnahmen der Grenzen, liegt unter den Kosten jedes Plans, der sie einhält.}}',
  squared: '{amount} km²',
  hours: '{amount} Stunden Weg',
  points: '{amount} Punkte',
  nowhere: 'Kein Gebiet konnte diese Einheit innerhalb seiner Grenzen aufnehmen.',
  locked: 'Sie ist für {own} gesperrt.',
  only: '{own} ist das einzige Gebiet, das sie aufnehmen darf.',
  away: '{own} ist {near} entfernt, die nächstbeste Wahl, {next}, {far}.',
  costs: 'Sie kostet bei {own} {near} und bei der nächstbesten Wahl, {next}, {far}.',
  full: '{name} ist voll: Es hat sein Maximum an {measure}.',
  wanting: '{name} braucht sie: Es hat sein Minimum an {measure}.',
  stay: 'Sie wäre bei {name} geblieben, wenn ihr Wechsel {price} mehr kostete.',
  go: 'Sie ginge zu {name}, wenn sie bei {own} {price} mehr kostete.',
  noneShort: 'Keines',
  gapShort: 'Bewiesen, Lücke {gap}',
} as const satisfies PartialCatalogue['proof']

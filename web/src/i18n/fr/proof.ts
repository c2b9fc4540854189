import type { PartialCatalogue } from '../languages'

export const proof = {
  sentence: 'Prouvé : aucun plan qui respecte ces limites {kind, select, any {avec des centres quelconques} other {avec ces centres}} ne peut coûter moins de {bound} ; ce plan coûte {value}, au plus {more} de plus.',
  nothing: 'Le plan ne coûte rien : aucun plan ne peut être moins cher.',
  none: 'Aucune borne inférieure n’a été calculée pour ce plan.',
  how: '{kind, select, any {Comment : chaque limite reçoit un prix, chaque unité va là où elle coûte le moins, et la meilleure place de chaque centre est cherchée dans tout l’espace. La somme, moins ce que rapportent les limites, est un plancher pour tout plan qui les respecte.} other {Comment : chaque limite reçoit un prix, et chaque unité va là où elle coûte le moins à ces prix. La somme, moins ce que rapportent les limites, est un plancher pour tout plan qui les respecte.}}',
  squared: '{amount} km²',
  hours: '{amount} heures de trajet',
  points: '{amount} points',
  nowhere: 'Aucun territoire ne pouvait prendre cette unité dans ses limites.',
  locked: 'Elle est verrouillée sur {own}.',
  only: '{own} est le seul territoire qui peut la prendre.',
  away: '{own} est à {near} ; le meilleur choix suivant, {next}, à {far}.',
  costs: 'Elle coûte {near} avec {own} et {far} avec le meilleur choix suivant, {next}.',
  full: '{name} est plein : il est à son maximum de {measure}.',
  wanting: '{name} en a besoin : il est à son minimum de {measure}.',
  stay: 'Elle serait restée avec {name} si son déplacement coûtait {price} de plus.',
  go: 'Elle irait à {name} si elle coûtait {price} de plus avec {own}.',
  noneShort: 'Aucun',
  gapShort: 'Prouvé, écart {gap}',
} as const satisfies PartialCatalogue['proof']

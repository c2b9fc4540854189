import type { PartialCatalogue } from '../languages'

export const proof = {
  sentence: 'Provado: nenhum plano que respeite estas restrições {kind, select, any {com quaisquer centros} other {com estes centros}} pode custar menos de {bound}; este plano custa {value}, no máximo {more} a mais.',
  nothing: 'O plano não custa nada, portanto nenhum pode ser mais barato.',
  none: 'Nenhum limitante inferior foi calculado para este plano.',
  how: '{kind, select, any {Como: cada restrição recebe um preço, cada unidade vai para onde é mais barata e procura-se em todo o espaço o melhor lugar de cada centro. A soma, menos o que as restrições rendem, fica abaixo do custo de todo plano que as respeite.} other {Como: cada restrição recebe um preço e cada unidade vai para onde é mais barata a esses preços. A soma, menos o que as restrições rendem, fica abaixo do custo de todo plano que as respeite.}}',
  squared: '{amount} km²',
  hours: '{amount} horas de deslocamento',
  points: '{amount} pontos',
  nowhere: 'Nenhum território podia receber esta unidade dentro das suas restrições.',
  locked: 'Está bloqueada em {own}.',
  only: '{own} é o único território que pode recebê-la.',
  away: '{own} fica a {near}; a segunda melhor opção, {next}, a {far}.',
  costs: 'Custa {near} com {own} e {far} com a segunda melhor opção, {next}.',
  full: '{name} está cheio: está no seu máximo de {measure}.',
  wanting: '{name} precisa dela: está no seu mínimo de {measure}.',
  stay: 'Teria ficado em {name} se movê-la custasse {price} a mais.',
  go: 'Iria para {name} se em {own} custasse {price} a mais.',
  noneShort: 'Nenhum',
  gapShort: 'Provado, lacuna {gap}',
} as const satisfies PartialCatalogue['proof']

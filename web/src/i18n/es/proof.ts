import type { PartialCatalogue } from '../languages'

export const proof = {
  sentence: 'Demostrado: ningún plan que respete estas restricciones {kind, select, any {con cualesquiera centros} other {con estos centros}} puede costar menos de {bound}; este plan cuesta {value}, como mucho un {more} más.',
  nothing: 'El plan no cuesta nada, así que ninguno puede ser más barato.',
  none: 'No se ha calculado ninguna cota inferior para este plan.',
  how: '{kind, select, any {Cómo: cada restricción recibe un precio, cada unidad va adonde es más barata y se busca en todo el espacio el mejor lugar de cada centro. La suma, menos lo que ingresan las restricciones, queda por debajo del coste de todo plan que las respete.} other {Cómo: cada restricción recibe un precio y cada unidad va adonde es más barata con esos precios. La suma, menos lo que ingresan las restricciones, queda por debajo del coste de todo plan que las respete.}}',
  squared: '{amount} km²',
  hours: '{amount} horas de desplazamiento',
  points: '{amount} puntos',
  nowhere: 'Ningún territorio podía acoger esta unidad dentro de sus restricciones.',
  locked: 'Está bloqueada en {own}.',
  only: '{own} es el único territorio que puede acogerla.',
  away: '{own} está a {near}; la siguiente mejor opción, {next}, a {far}.',
  costs: 'Cuesta {near} con {own} y {far} con la siguiente mejor opción, {next}.',
  full: '{name} está lleno: está en su máximo de {measure}.',
  wanting: '{name} la necesita: está en su mínimo de {measure}.',
  stay: 'Se habría quedado en {name} si moverla costara {price} más.',
  go: 'Iría a {name} si en {own} costara {price} más.',
  noneShort: 'Ninguno',
  gapShort: 'Probado, brecha {gap}',
} as const satisfies PartialCatalogue['proof']

/** Proof and reasons of an optimised plan: the certificate, and why a unit is where it is. */
export const proof = {
  sentence: 'Proven: no plan that keeps these limits {kind, select, any {for any centres} other {for these centres}} can cost less than {bound}; this plan costs {value}, at most {more} more.',
  nothing: 'The plan costs nothing, so no plan can be cheaper.',
  none: 'No lower bound was computed for this plan.',
  how: '{kind, select, any {How: each limit gets a price and each unit goes where it is cheapest, with space searched for the best place of every centre. The sum, less what the limits earn, is a floor under every plan that keeps them.} other {How: each limit gets a price and each unit goes where it is cheapest at those prices. The sum, less what the limits earn, is a floor under every plan that keeps them.}}',
  squared: '{amount} km²',
  hours: '{amount} hours of travel',
  points: '{amount} points',
  nowhere: 'No territory could take this unit within its limits.',
  locked: 'It is locked to {own}.',
  only: '{own} is the only territory that may take it.',
  away: '{own} is {near} away, the next best choice, {next}, {far}.',
  costs: 'It costs {near} with {own} and {far} with the next best choice, {next}.',
  full: '{name} is full: it stands at its maximum of {measure}.',
  wanting: '{name} needs it: it stands at its minimum of {measure}.',
  stay: 'It would have stayed with {name} if moving it cost {price} more.',
  go: 'It would go to {name} if {own} cost it {price} more.',
} as const

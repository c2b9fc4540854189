/**
 * The palette of territories: hues and two lightnesses chosen so that every pair stays apart for people with normal
 * sight, deuteranopia and protanopia (the test measures it). Colours are paired by index between light and dark theme.
 */
export type Rgb = readonly [number, number, number]

const light = [
  '#599adc', '#cc7e03', '#2c8769', '#786ad4', '#a55122', '#7ababf', '#77276c', '#c6bc1d',
  '#27719c', '#61d186', '#723e26', '#9e82a4', '#7f9d6c', '#513fa6',
] as const

const dark = [
  '#7fbdfe', '#eea248', '#57a88a', '#988df5', '#c67349', '#a0dde2', '#984a8c', '#dfd651',
  '#4f92bc', '#83eca2', '#935e47', '#c0a4c5', '#a1bf8f', '#6e62c6',
] as const

export type Scheme = 'light' | 'dark'

const hexes: Record<Scheme, readonly string[]> = { light, dark }

/** colours is how many different colours the palette has. */
export const colours = light.length

/** hex returns a palette colour for CSS; the index may be any whole number. */
export const hex = (index: number, scheme: Scheme): string =>
  hexes[scheme][((index % colours) + colours) % colours] ?? '#888888'

/** unassignedHex is what units without a territory look like. */
export const unassignedHex: Record<Scheme, string> = { light: '#8f897d', dark: '#6d716b' }

/** rgb parses #rrggbb. */
export function rgb(colour: string): Rgb {
  const value = parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** lab converts to OKLab, in which equal distances look about equally different (Ottosson 2020). */
export function lab([red, green, blue]: Rgb): Rgb {
  const linear = [red, green, blue].map((v) => {
    const x = v / 255
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4
  })
  const [r = 0, g = 0, b = 0] = linear
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** distance between two colours in OKLab. */
export function distance(a: Rgb, b: Rgb): number {
  const [l1, a1, b1] = lab(a)
  const [l2, a2, b2] = lab(b)
  return Math.hypot(l1 - l2, a1 - a2, b1 - b2)
}

/** difference says how different two palette colours are, 0 to 1, for the colouring of neighbours. */
export const difference = (a: number, b: number): number => differences[a * colours + b] ?? 1

const differences = Float64Array.from({ length: colours * colours }, (_, k) =>
  Math.min(1, distance(rgb(hex(Math.floor(k / colours), 'light')), rgb(hex(k % colours, 'light'))) / 0.3))

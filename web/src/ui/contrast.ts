const remembered = 'bailiwick.contrast'
const asked = '(prefers-contrast: more)'

export type Contrast = 'system' | 'normal' | 'high'

/** contrast is what the reader has chosen. */
export function contrast(): Contrast {
  const held = localStorage.getItem(remembered)
  return held === 'high' || held === 'normal' ? held : 'system'
}

/** chooseContrast remembers how strong the colours are and shows it. */
export function chooseContrast(next: Contrast): void {
  if (next === 'system') localStorage.removeItem(remembered)
  else localStorage.setItem(remembered, next)
  show()
}

/** startContrast shows the reader's contrast and follows the system while nothing else is chosen. */
export function startContrast(): void {
  window.matchMedia(asked).addEventListener('change', show)
  show()
}

/** highContrast tells whether colours are strong now, by choice or by the system. */
export const highContrast = (): boolean => document.documentElement.dataset['contrast'] === 'high'

function show(): void {
  const held = contrast()
  const high = held === 'high' || (held === 'system' && window.matchMedia(asked).matches)
  document.documentElement.dataset['contrast'] = high ? 'high' : 'normal'
}

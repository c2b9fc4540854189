/** Logo is the mark of four fitted fields and, where there is room, the name. */
export function Logo() {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9, verticalAlign: 'top' }}>
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#0e6a5b" />
        <path d="M7 8.5 14.5 6l3 8.5-4 4L6 16.5Z" fill="#bfe6da" />
        <path d="M16.5 6 25 8.5l1 7-7 1.5Z" fill="#fff" fillOpacity=".92" />
        <path d="M6.5 18.5 13 20.5l1.5 6L8 24.5Z" fill="#fff" fillOpacity=".7" />
        <path d="m15 19.5 4-2.5 7 .5-2 7-7.5 2Z" fill="#7cc8b4" />
      </svg>
      <span className="wordmark">Bailiwick</span>
    </span>
  )
}

interface Props {
  bins: readonly number[]
  label: string
  width?: number
  height?: number
}

/** Histogram is a small picture of a distribution; the label says in words what it shows. */
export function Histogram({ bins, label, width = 132, height = 34 }: Props) {
  const tallest = Math.max(1, ...bins)
  const step = width / Math.max(1, bins.length)
  return (
    <svg width={width} height={height} role="img" aria-label={label} style={{ display: 'block' }}>
      {bins.map((bin, k) => {
        const tall = bin === 0 ? 0 : Math.max(1.5, (bin / tallest) * (height - 2))
        return (
          <rect
            key={k}
            x={k * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            rx={Math.min(1.5, step / 4)}
            fill="var(--bw-accent)"
            opacity={0.75}
          />
        )
      })}
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--bw-line)" />
    </svg>
  )
}

import { useEffect, useState } from 'react'

/** useLate turns true when something has been on the page for so many milliseconds. */
export function useLate(patience: number): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [patience])
  return late
}

/** Seeded accounts around a few cities, with owners whose patches are unequal and some rows with mistakes. */
const cities = [
  [-73.98, 40.75, 900], [-87.63, 41.88, 600], [-118.24, 34.05, 700], [-95.37, 29.76, 420], [-84.39, 33.75, 380],
  [-122.33, 47.61, 300], [-104.99, 39.74, 260], [-80.19, 25.76, 240],
]

/** random returns numbers from 0 to 1 by the minimal standard generator. */
function random(seed) {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** accounts writes CSV text with a header; every 400th row lacks its latitude. */
export function accounts(seed = 11) {
  const next = random(seed)
  const lines = ['AccountId,Name,Industry,BillingLatitude,BillingLongitude,AnnualRevenue,Visits,OwnerName']
  const owners = ['Ava Alvarez', 'Noah Brooks', 'Mia Chen', 'Liam Dubois', 'Zoe Fischer', 'Omar Garcia', 'Ines Hughes', 'Kai Ito', 'Lena Jensen', 'Hugo Khan']
  const industries = ['Manufacturing', 'Retail', 'Healthcare', 'Software']
  let row = 0
  for (const [lon, lat, size] of cities) {
    for (let k = 0; k < size; k++) {
      row++
      const spread = 2.4 * next() ** 2
      const angle = 2 * Math.PI * next()
      const east = lon + spread * Math.cos(angle)
      const north = row % 400 === 0 ? '' : (lat + 0.8 * spread * Math.sin(angle)).toFixed(5)
      const owner = owners[Math.min(owners.length - 1, Math.floor((row / 3800) * 7 + 3 * next()))]
      const revenue = Math.round(20_000 * Math.exp(1.4 * next()))
      lines.push([`A${String(row).padStart(6, '0')}`, `Account ${row}`, industries[row % 4], north, east.toFixed(5), revenue, 1 + (row % 6), owner].join(','))
    }
  }
  return `${lines.join('\n')}\n`
}

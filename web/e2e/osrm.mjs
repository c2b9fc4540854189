import { createServer } from 'node:http'

/** startOSRM answers the table requests of OSRM: straight lines with a detour, a kilometre a minute. */
export async function startOSRM() {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost')
    const places = decodeURIComponent(url.pathname.split('/').at(-1)).split(';').map((place) => place.split(',').map(Number))
    const chosen = (name) => url.searchParams.get(name).split(';').map((k) => places[Number(k)])
    const durations = chosen('sources').map((from) => chosen('destinations').map((to) => 60 * kilometres(from, to) * 1.3))
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ code: 'Ok', durations }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((resolve) => server.close(resolve)) }
}

function kilometres([x, y], [u, v]) {
  const rad = Math.PI / 180
  const h = Math.sin(((v - y) * rad) / 2) ** 2 + Math.cos(y * rad) * Math.cos(v * rad) * Math.sin(((u - x) * rad) / 2) ** 2
  return 12742 * Math.asin(Math.sqrt(h))
}

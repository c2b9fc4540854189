import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = process.env['BAILIWICK_SERVER'] ?? 'http://127.0.0.1:8620'

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // MapLibre is one large module, loaded on demand with the first map.
    chunkSizeWarningLimit: 1200,
    // In a file of its own, so that what asks for the plan's data ahead of the map does not wait for it.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules[\\/]maplibre-gl/ }, { name: 'shared', minShareCount: 4 }] } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/i18n/testing.ts'] },
})

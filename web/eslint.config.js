import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import { noBareText } from './eslint/texts.js'

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Only src/api may call fetch.' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    // What draws and what is technical has no words.
    ignores: ['src/i18n/**', '**/*.test.{ts,tsx}', 'src/columns/**', 'src/map/{areaLayer,boundaryLayer,geography,planMap,pointLayer,program,style}.ts', 'src/ui/theme.ts', 'src/panels/Logo.tsx', 'src/api/schema.gen.ts'],
    plugins: { bailiwick: { rules: { 'no-bare-text': noBareText } } },
    rules: { 'bailiwick/no-bare-text': 'error' },
  },
  { files: ['src/api/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['**/*.test.{ts,tsx}'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['e2e/**/*.mjs', '*.config.*'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
)

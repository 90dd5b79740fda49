/**
 * Lint rules. House rules that a machine can check are here; who may import whom is `scripts/check-boundaries.mjs`.
 * Inline configuration is off: a rule that is wrong is changed here, where a reviewer sees it.
 */
import javascript from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import webComponents from 'eslint-plugin-wc';
import globals from 'globals';
import typescript from 'typescript-eslint';

const markupFromStrings = [
  {
    selector:
      ':matches(AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/], CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/])',
    message: 'Markup is never made from strings (house rule 9): use Lit templates or DOM methods.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
    message: 'Markup is never made from strings (house rule 9).',
  },
  {
    selector: 'ImportSpecifier[imported.name=/^unsafe(HTML|SVG|Static|MathML)$/]',
    message: 'House rule 9: no unsafe templates.',
  },
];
const wording = [
  { selector: 'TSEnumDeclaration', message: 'Use a type union with `as const` (house rule 13).' },
  {
    selector:
      'TaggedTemplateExpression[tag.name="css"] TemplateElement[value.raw=/(?:^|[\\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|(?:text-align|float):\\s*(?:left|right)\\s*;)\\s*:?/]',
    message: 'Layout uses logical properties (house rule 8): inline-start and inline-end.',
  },
];
const registration = {
  selector: 'CallExpression[callee.object.name="customElements"][callee.property.name="define"]',
  message: 'Only define*.ts registers elements (house rule 7).',
};
const waitingByTheClock = [
  {
    selector: 'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
    message: 'Tests wait for a condition, never for the clock (house rule 10).',
  },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for a condition (house rule 10).',
  },
  {
    selector: 'CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name=/^(only|todo)$/]',
    message: 'Narrowed tests stay on your machine.',
  },
];

export default typescript.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'coverage/',
      'storybook-static/',
      'test-results/',
      'data/',
      'examples/*/dist-development/',
      'examples/angular/compiled/',
      'examples/sveltekit/.svelte-kit/',
      '**/data/',
      '**/custom-elements.json',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  javascript.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400 }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...markupFromStrings, ...wording],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // An interface beside its class is how an element types its addEventListener.
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Interfaces here are implemented by methods that need not wait; async keeps their errors in the promise.
      '@typescript-eslint/require-await': 'off',
      // Lit's event handlers are passed unbound on purpose; Lit binds them to the host.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['packages/{ui,element,desk}/src/**/*.ts', 'stories/**/*.ts'],
    extends: [lit.configs['flat/recommended'], webComponents.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      'lit/no-legacy-imports': 'error',
      'lit/no-private-properties': 'error',
      'lit/prefer-static-styles': 'error',
      // `unsafeHTML`-free templates need none of the constructor rules' exceptions, but elements do take none.
      'wc/guard-super-call': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/*/src/define*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...markupFromStrings, ...wording, registration] },
  },
  {
    files: ['test/**/*.ts', 'stories/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...wording, ...waitingByTheClock],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off', // chai's `to.be.true`
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@web/test-runner-commands',
              importNames: ['setViewport'],
              message: "WebKit does not know it: import setViewport from 'test/support/set-viewport.js'.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/browser/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        // @open-wc/semantic-dom-diff types `to.equal(…)` as a promise, which it never is for values.
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: 'Equal', package: '@open-wc/semantic-dom-diff' },
            { from: 'package', name: 'Equal', package: '@types/chai' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['packages/support-chat/src/react.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] }, // JSX is declared in one
  },
  {
    // Examples are checked by their own tools, against the packages as built (test/examples/build.test.ts); lint runs before.
    files: ['examples/**/*.{ts,tsx}'],
    extends: [typescript.configs.disableTypeChecked],
  },
  {
    files: ['bench/**/*.{mjs,js}', 'examples/**/*.{mjs,js}', 'packages/**/*.{mjs,js}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
);

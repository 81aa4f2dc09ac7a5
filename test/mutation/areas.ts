/** A part of zalo-oa-sdk that decides something, and the tests that must notice when it decides otherwise. */
export interface MutationArea {
  /** Sources to plant faults in. */
  readonly mutate: readonly string[];
  /** Tests run against each fault. Only the area's own: a table of constants is tried with all of them, hundreds of times. */
  readonly tests: readonly string[];
}

const unit = (pattern: string) => `test/unit/zalo-oa-sdk/${pattern}`;
const source = (pattern: string) => `src/zalo-oa-sdk/${pattern}`;

/** What `npm run mutation -- <area>` takes. */
export const mutationAreas: Readonly<Record<string, MutationArea>> = {
  webhook: {
    mutate: [source('webhook.ts'), source('webhook/**/*.ts')],
    tests: [unit('webhook*.test.ts'), unit('domain-verification.test.ts')],
  },
  tokens: {
    mutate: [source('tokens.ts'), source('token-state.ts'), source('oauth/**/*.ts')],
    tests: [
      unit('{exchange-code,permission,pkce,reconsent-alarm,token-refresh,token-state}.test.ts'),
      'test/integration/zalo-oa-sdk/tokens.test.ts',
    ],
  },
  errors: {
    mutate: [source('errors.ts'), source('error-codes.ts')],
    tests: [unit('{errors,error-codes,oa-call}.test.ts')],
  },
  messages: {
    mutate: [source('messages/**/*.ts')],
    tests: [unit('messages.test.ts'), unit('messages/*.test.ts')],
  },
};

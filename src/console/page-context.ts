import { html } from '../shared/html.ts';
import { contextFor, runAction } from './context.ts';
import type { ConsoleDeps } from './deps.ts';
import { CSRF_FIELD, ONCE_FIELD } from './fields.ts';
import { hidden } from './form-parts.ts';
import type { FormState, PageContext } from './page.ts';
import type { Actor } from './permissions.ts';
import { checkInput } from './problems.ts';

export interface PageContextOptions {
  readonly deps: ConsoleDeps;
  readonly actor: Actor;
  readonly csrfToken: string;
  /** The form that came back with problems. */
  readonly state: FormState | undefined;
  readonly notice: string | undefined;
}

/** What a page sees of the request it answers. */
export function createPageContext(options: PageContextOptions): PageContext {
  const { deps, actor, csrfToken, state, notice } = options;
  const stateOf = (path: string): FormState | undefined =>
    state !== undefined && matches(state.path, path) ? state : undefined;
  return {
    ...contextFor(deps, actor, 'page', undefined),
    ...(notice === undefined ? {} : { notice }),
    stateOf,
    form(path, body, { hasFiles = false, class: kind = '', isOther = false } = {}) {
      const summary = isOther ? '' : (stateOf(path)?.summary ?? '');
      return html`<form method="post" action="/console${path}" class="${kind}"${hasFiles && html` enctype="multipart/form-data"`} novalidate>
      ${summary !== '' && html`<div class="note bad" role="alert">${summary}</div>`}
      ${hidden(CSRF_FIELD, csrfToken)}${hidden(ONCE_FIELD, deps.randomId())}${body}</form>`;
    },
    read: async (action, input) => runAction({ deps, actor, action, input: checkInput(action.input, input) }),
  };
}

/** Whether a form's path (`/announcements/:id`) is the one a page asks for, filled in or not. */
function matches(pattern: string, path: string): boolean {
  if (pattern === path) return true;
  const parts = pattern.split('/');
  const asked = path.split('/');
  return parts.length === asked.length && parts.every((part, index) => part.startsWith(':') || part === asked[index]);
}

import { html } from '../../shared/html.ts';
import type { Feature, PageBody } from '../page.ts';
import { dataTable } from '../table-parts.ts';
import { actionsOf, API_BASE, subjectOf } from './openapi.ts';

/** Operations by subject, for whoever writes a program against the console. */
export function apiPage(features: readonly Feature[], publicUrl: string | undefined): PageBody {
  const bySubject = Map.groupBy(actionsOf(features), subjectOf);
  const base = `${publicUrl ?? ''}${API_BASE}`;
  return {
    title: 'API cho phần mềm khác',
    isWide: true,
    body: html`<p>Mọi việc làm được trên bảng điều hành đều gọi được từ phần mềm khác. Người quản trị tạo khóa API ở mục «Khóa API».</p>
      <p lang="en">Everything the console does is a call with JSON in and out. Send the key with every call; for calls that change something, send an <code>Idempotency-Key</code> and retry safely. At most 10 calls a second for each key.</p>
      <pre>curl -H "Authorization: Bearer $KEY" ${base}/…</pre>
      <p lang="en">Refusals: <code>{"error":{"code","message","fields"}}</code>, codes in docs/errors.md. Machine-readable: <a href="/console/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
      ${[...bySubject].map(
        ([subject, actions]) => html`<h2 id="${subject}">${subject}</h2>
        ${dataTable({
          caption: `Các lệnh của ${subject}`,
          columns: [{ label: 'Địa chỉ' }, { label: 'Việc (English)' }, { label: 'Quyền' }],
          rows: actions.map(({ route, summary, permission }) => [
            html`<code>${route.method} ${route.path}</code>`,
            html`<span lang="en">${summary}</span>`,
            html`<code>${permission}</code>`,
          ]),
          empty: html``,
        })}`,
      )}
      <p><a class="button plain" href="/console">Về bảng điều hành</a></p>`,
  };
}

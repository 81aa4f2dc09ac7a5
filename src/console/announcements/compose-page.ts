import * as z from 'zod';
import { html } from '../../shared/html.ts';
import type { AnnouncementLaneName } from '../../storage/announcement-ports.ts';
import { LIFECYCLE_REFUSALS } from '../../broadcasts/lifecycle.ts';
import { PLAN_SETTING_KEYS } from '../../broadcasts/plan-settings.ts';
import { buttonRow, hidden, linkButton, submit } from '../form-parts.ts';
import { defineForm, definePage, type FormFields, type PageContext } from '../page.ts';
import { emptyState, noteBox } from '../table-parts.ts';
import { saveAnnouncement } from './actions.ts';
import { audienceFields, sendingFields, type StartingContent, wordsFields } from './compose-parts.ts';
import { readContentFields } from './content-input.ts';
import { findFor } from './find.ts';
import { previewOf } from './preview.ts';

const EMPTY: StartingContent = { lanes: ['direct', 'cascade'] };

/** The whole form with the preview beside it. */
async function composer(
  context: PageContext,
  path: `/${string}`,
  content: StartingContent,
  ids: { readonly id?: string; readonly version?: number },
) {
  const { deps } = context;
  const state = context.stateOf(path);
  const teams = await deps.storage.listTeams({ oaId: deps.oaId });
  const hasZbs = ((await deps.storage.readMeta({ key: PLAN_SETTING_KEYS.zbsMessageVnd })) ?? '') !== '';
  const lanes: AnnouncementLaneName[] = ['direct', 'cascade', 'article', ...(hasZbs ? (['zbs'] as const) : [])];
  const parts = {
    state,
    content,
    catalogue: deps.catalogue(),
    places: deps.places,
    communes: [
      ...new Set(teams.filter(({ dissolvedAt }) => dissolvedAt === undefined).map(({ communeCode }) => communeCode)),
    ],
    lanes,
  };
  const shown = state
    ? previewOf(readContentFields(state.fields), deps, content.picture)
    : previewOf(content, deps, content.picture);
  return context.form(
    path,
    html`<div class="compose"><div>
    ${ids.id !== undefined && hidden('id', ids.id)}${ids.version !== undefined && hidden('version', ids.version)}
    ${wordsFields(parts)}${audienceFields(parts)}${sendingFields(parts)}
    ${buttonRow(submit('Lưu bản nháp'), linkButton('Thôi', ids.id === undefined ? '/console/thong-bao' : `/console/thong-bao/${ids.id}`))}
    </div><aside id="xem-thu" hx-post="/console/thong-bao/xem-thu" hx-trigger="input from:body delay:600ms, change from:body delay:100ms" hx-include="closest form" hx-swap="innerHTML">${shown}</aside></div>`,
    { hasFiles: true },
  );
}

/** A new announcement. */
export const composePage = definePage({
  path: '/thong-bao/moi',
  permission: 'announcements.write',
  /** `xa`: the commune it is begun for. */
  input: z.object({ xa: z.string().max(5).catch('').default('') }),
  async render(context, { xa }) {
    const start: StartingContent = context.deps.places.commune(xa)
      ? { ...EMPTY, audience: { communes: [xa], teams: [], segments: [], interests: [] } }
      : EMPTY;
    return { title: 'Soạn thông báo', isWide: true, body: await composer(context, '/thong-bao/moi', start, {}) };
  },
});

/** Another content for one that has not begun. */
export const editPage = definePage({
  path: '/thong-bao/:id/sua',
  permission: 'announcements.write',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const found = await findFor(context, id);
    if (!['draft', 'approved', 'scheduled'].includes(found.state)) {
      return {
        title: found.content.title,
        body: emptyState(
          'Thông báo này đã bắt đầu gửi nên không sửa được nữa.',
          'Muốn gửi lời khác, bạn mở thông báo rồi bấm “Tạo bản sao”.',
          linkButton('Mở thông báo', `/console/thong-bao/${id}`),
        ),
      };
    }
    const path = `/thong-bao/${id}/sua` as const;
    const body = await composer(context, path, found.content, { id, version: found.version });
    const isOverwriting = context.stateOf(path)?.summary === LIFECYCLE_REFUSALS.ANNOUNCEMENT_CHANGED;
    return {
      title: `Sửa: ${found.content.title}`,
      isWide: true,
      body: html`${isOverwriting && noteBox('warn', html`<p>Dưới đây là bản của bạn, chưa lưu. <a href="/console/thong-bao/${id}" target="_blank" rel="noopener">Mở bản người kia vừa lưu (thẻ mới)</a> để so. Bấm Lưu lần nữa là thay bằng bản của bạn.</p>`)}${found.submittedAt !== undefined && html`<p class="note warn">Sửa xong, thông báo trở lại bản nháp và phải được duyệt lại.</p>`}${body}`,
    };
  },
});

function readForm(fields: FormFields): unknown {
  const file = fields.files['picture'];
  return {
    ...readContentFields(fields),
    ...(file ? { picture: { base64: file.bytes.toString('base64') } } : {}),
    ...(fields.texts['id'] ? { id: fields.texts['id'].at(-1) } : {}),
    ...(fields.texts['version'] ? { version: fields.texts['version'].at(-1) } : {}),
  };
}

export const composeForm = defineForm({
  path: '/thong-bao/moi',
  action: saveAnnouncement,
  on: composePage,
  read: readForm,
  done: ({ id }) => ({ to: `/console/thong-bao/${id}`, notice: 'Đã lưu bản nháp. Bạn xem kế hoạch gửi ở dưới.' }),
});

export const editForm = defineForm({
  path: '/thong-bao/:id/sua',
  action: saveAnnouncement,
  on: editPage,
  read: readForm,
  done: ({ id }) => ({ to: `/console/thong-bao/${id}`, notice: 'Đã lưu bản sửa.' }),
});

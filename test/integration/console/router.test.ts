import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineAction, Refusal } from '../../../src/console/action.ts';
import { submit, textField } from '../../../src/console/form-parts.ts';
import { defineForm, definePage, type Feature } from '../../../src/console/page.ts';
import { html } from '../../../src/shared/html.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { OA } from '../../support/storage-rows.ts';

const rename = defineAction({
  name: 'things.rename',
  permission: 'settings.manage',
  route: { method: 'POST', path: '/things/:id/name' },
  summary: 'Renames a thing.',
  input: z.object({ id: z.string(), name: z.string().min(3, { error: 'Tên cần ít nhất 3 chữ.' }) }),
  output: z.object({ name: z.string() }),
  async run(context, { id, name }) {
    if (name === 'trùng') throw new Refusal('Tên này đã có.', { name: 'Chọn tên khác.' });
    if (name === 'hỏng') throw new Error('a secret of the machine');
    await context.change({
      subject: `thing:${id}`,
      detail: { name },
      writes: [{ operation: 'writeMeta', args: { key: `thing-${id}`, value: name } }],
    });
    return { name };
  },
});

const page = definePage({
  path: '/things/:id',
  permission: 'dashboard.view',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const path = `/things/${id}/name` as const;
    const name = (await context.deps.storage.readMeta({ key: `thing-${id}` })) ?? '';
    const state = context.stateOf(path);
    return {
      title: `Vật ${name}`,
      body: context.form(path, html`${textField({ state, name: 'name', label: 'Tên', value: name })}${submit('Lưu')}`),
    };
  },
});

const things: Feature = {
  nav: [{ label: 'Đồ vật', path: '/things/1', permission: 'settings.manage' }],
  pages: [page],
  forms: [
    defineForm({
      path: '/things/:id/name',
      action: rename,
      on: page,
      done: (_output, { id }) => ({ to: `/console/things/${id}`, notice: 'Đã đổi tên.' }),
    }),
  ],
  actions: [rename],
};

let stage: ConsoleStage;
beforeEach(async () => {
  stage = await createConsoleStage({ features: [things] });
});
afterEach(() => stage.close());

const lines = () => stage.storage.listAudit({ oaId: OA, limit: 10 });

describe('a page', () => {
  it('sends strangers to the sign-in page and remembers where they wanted to go', async () => {
    stage.signIn(undefined);
    const response = await stage.open('/things/1');
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/console/dang-nhap?den=%2Fconsole%2Fthings%2F1');
  });

  it('carries a policy that allows nothing inline and nothing from elsewhere, and is kept nowhere', async () => {
    const { headers, body } = await stage.open('/things/1');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('private, no-store');
    expect(body).not.toMatch(/<script(?![^>]* src=)|\sstyle=|\son[a-z]+=/u);
  });

  it('shows the navigation only of what its reader may open', async () => {
    expect((await stage.open('/things/1')).body).toContain('Đồ vật');
    stage.signIn(OFFICER);
    expect((await stage.open('/things/1')).body).not.toContain('Đồ vật');
  });

  it('says in Vietnamese that an address does not exist', async () => {
    const response = await stage.open('/no-such-page');
    expect(response.statusCode).toBe(404);
    expect(response.body).toContain('Không có trang này');
  });
});

describe('a form', () => {
  it('does what it says, tells so once, and leaves a line in the record', async () => {
    const shown = await stage.press('/things/1', '/things/1/name', { name: 'Cây cuốc' });
    expect(shown.body).toContain('Đã đổi tên.');
    expect(shown.body).toContain('Vật Cây cuốc');
    expect((await stage.open('/things/1')).body).not.toContain('Đã đổi tên.');
    expect(await lines()).toMatchObject([{ actor: ADMIN.id, action: 'things.rename', subject: 'thing:1' }]);
  });

  it('comes back as typed with a sentence beside the field', async () => {
    const shown = await stage.press('/things/1', '/things/1/name', { name: 'A' });
    expect(shown.statusCode).toBe(400);
    expect(shown.body).toContain('Tên cần ít nhất 3 chữ.');
    expect(shown.body).toContain('value="A"');
    expect(shown.body).toContain('aria-invalid="true"');
    expect(await lines()).toEqual([]);
  });

  it('comes back with what the action refuses', async () => {
    const shown = await stage.press('/things/1', '/things/1/name', { name: 'trùng' });
    expect(shown.body).toContain('Tên này đã có.');
    expect(shown.body).toContain('Chọn tên khác.');
  });

  it('says nothing of the machine when something breaks', async () => {
    const shown = await stage.press('/things/1', '/things/1/name', { name: 'hỏng' });
    expect(shown.statusCode).toBe(500);
    expect(shown.body).toContain('Có lỗi ở máy chủ');
    expect(shown.body).not.toContain('secret');
    expect(shown.body).toContain('value="hỏng"');
  });

  it('has one effect however often it is sent, and the second answer looks like the first', async () => {
    const fields = { _csrf: 'csrf-token', _once: 'the-same-key', name: 'Cái liềm' };
    const send = () =>
      stage.server.inject({
        method: 'POST',
        url: '/console/things/1/name',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      });
    const first = await send();
    const second = await send();
    expect(first.headers.location).toBe('/console/things/1');
    expect(second.headers.location).toBe('/console/things/1');
    expect(await lines()).toHaveLength(1);
  });

  it('is refused without its token, and keeps what was typed', async () => {
    const response = await stage.server.inject({
      method: 'POST',
      url: '/console/things/1/name',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'name=C%C3%A1i+li%E1%BB%81m&_csrf=wrong',
    });
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('value="Cái liềm"');
    expect(await lines()).toEqual([]);
  });

  it('is refused to whom the permission is not given', async () => {
    stage.signIn(OFFICER);
    const response = await stage.press('/things/1', '/things/1/name', { name: 'Cái liềm' });
    expect(response.statusCode).toBe(403);
    expect(await lines()).toEqual([]);
  });

  it('shows hostile text as text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const shown = await stage.press('/things/1', '/things/1/name', { name: hostile });
    expect(shown.body).not.toContain('<script>alert');
    expect(shown.body).not.toContain('<img src=x');
    expect(shown.body).toContain('&lt;script&gt;');
  });

  it('takes files along with its fields', async () => {
    const shown = await stage.upload(
      '/things/1',
      '/things/1/name',
      { name: 'Cái cày' },
      {
        extra: { name: 'a.csv', type: 'text/csv', bytes: Buffer.from('a,b') },
      },
    );
    expect(shown.body).toContain('Vật Cái cày');
  });

  it('says so when a file is larger than 5 MB', async () => {
    const shown = await stage.upload(
      '/things/1',
      '/things/1/name',
      { name: 'Cái cày' },
      {
        extra: { name: 'a.csv', type: 'text/csv', bytes: Buffer.alloc(5_000_001) },
      },
    );
    expect(shown.statusCode).toBe(413);
    expect(shown.body).toContain('Tệp quá lớn');
    expect(await lines()).toEqual([]);
  });
});

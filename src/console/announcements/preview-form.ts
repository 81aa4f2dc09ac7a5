import * as z from 'zod';
import { defineAction } from '../action.ts';
import { defineForm, definePage } from '../page.ts';
import { readContentFields } from './content-input.ts';
import { composePage } from './compose-page.ts';
import { previewOf } from './preview.ts';

/** What stands in the boxes as a bubble; nothing is kept. */
export const previewAnnouncement = defineAction({
  name: 'announcements.preview',
  permission: 'announcements.write',
  route: { method: 'POST', path: '/announcement-preview' },
  summary: 'Draws an unfinished content as residents would see it (HTML). Keeps nothing.',
  input: z.object({ content: z.record(z.string(), z.unknown()) }),
  output: z.object({ html: z.string() }),
  run: async ({ deps }, { content }) => ({ html: previewOf(content, deps, undefined).toString() }),
});

export const previewForm = defineForm({
  path: '/thong-bao/xem-thu',
  action: previewAnnouncement,
  on: composePage,
  read: (fields) => ({ content: readContentFields(fields) }),
  done: (output) => ({ type: 'text/html; charset=utf-8', bytes: output.html }),
});

/** A kept picture, for those who may see announcements. */
export const picturePage = definePage({
  path: '/thong-bao/anh/:file',
  permission: 'announcements.view',
  input: z.object({ file: z.string() }),
  async render({ deps }, { file }) {
    const bytes = deps.pictures.read(file);
    if (!bytes) return { title: 'Không còn ảnh này', body: previewOf({}, deps, undefined), status: 404 };
    return { type: file.endsWith('.png') ? 'image/png' : 'image/jpeg', bytes };
  },
});

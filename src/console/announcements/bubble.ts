import { topicTitle } from '../../catalog/catalogue.ts';
import type { Catalogue } from '../../catalog/catalogue.ts';
import { fillMergeFields } from '../../broadcasts/merge-fields.ts';
import { type Html, html } from '../../shared/html.ts';
import type { AnnouncementButton, GuideReference } from '../../storage/announcement-ports.ts';

/** What the bubble shows. */
export interface BubbleContent {
  readonly text: string;
  readonly pictureUrl?: string;
  readonly pictureAlt?: string;
  readonly buttons: readonly AnnouncementButton[];
  readonly start?: GuideReference;
}

/** Somebody for whom the fields are filled in the preview. */
const SAMPLE = { address: 'bác', communeName: 'Xã Bến Lức', teamName: 'Tổ công nghệ số ấp 3' };

/** Title of a card or flow; undefined for one that does not exist. */
export function guideTitle(catalogue: Catalogue, guide: GuideReference): string | undefined {
  return (guide.kind === 'card' ? catalogue.card(guide.id) : catalogue.flow(guide.id))?.title;
}

/** Every guide to choose from, by subject, as `card:<slug>` and `flow:<id>`. */
export function guideChoices(catalogue: Catalogue): readonly { readonly value: string; readonly label: string }[] {
  return catalogue
    .entries()
    .map(({ kind, id, title, topic }) => ({
      value: `${kind}:${id}`,
      label: `${topicTitle(catalogue.messages, topic)}: ${title}`,
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'));
}

/** The message as a resident's phone shows it: picture, text with the fields filled for somebody, buttons. */
export function bubble(content: BubbleContent, catalogue: Catalogue): Html {
  const { text, pictureUrl, pictureAlt, buttons, start } = content;
  const said = fillMergeFields(text, SAMPLE);
  const first = start && (guideTitle(catalogue, start) ?? 'Hướng dẫn này không còn');
  const titles = [...(first === undefined ? [] : [first]), ...buttons.map((button) => button.title)];
  return html`<figure class="bubble-frame"><figcaption>Người nhận thấy trên Zalo (ví dụ: bác ở xã Bến Lức)</figcaption>
    <div class="phone-screen">
    ${pictureUrl !== undefined && html`<img class="bubble-picture" src="${pictureUrl}" alt="${pictureAlt ?? ''}">`}
    <div class="bubble"><p class="bubble-text">${said}</p></div>
    <ul class="bubble-buttons">${titles.map((one) => html`<li>${one}</li>`)}<li>Không nhận loại tin này</li></ul>
    </div></figure>`;
}

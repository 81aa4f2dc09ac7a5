import { type Catalogue, type Topic, topics } from '../catalog/catalogue.ts';
import type { ChartPicture } from './chart.ts';

/** Which picture is meant. */
export type PictureRef =
  /** The schematic phone screen of a card's step, counted from 1. */
  | { readonly kind: 'screen'; readonly slug: string; readonly step: number }
  /** What a link to a card shows in a chat (Open Graph), 1200 × 630. */
  | { readonly kind: 'cover'; readonly slug: string }
  /** The same for a subject. */
  | { readonly kind: 'topic'; readonly topic: Topic }
  /** The first hour after a scam. */
  | { readonly kind: 'emergency' }
  /** Souvenir of a passed quiz. `name`: what the person gave, at most 60 letters are drawn; `day`: `22/11/2026`. */
  | {
      readonly kind: 'certificate';
      readonly title: string;
      readonly name?: string;
      readonly day: string;
      /** Check code of a member's certificate. */
      readonly code?: string;
    }
  /** A month of a team or commune as bars. */
  | ({ readonly kind: 'chart' } & ChartPicture)
  /** A picture of the authors, by its name in `content/pictures`. */
  | { readonly kind: 'file'; readonly name: string };

/** Pictures that depend on the content alone. */
export type DrawnRef = Exclude<PictureRef, { readonly kind: 'certificate' | 'chart' | 'file' }>;

/** Every picture that can be drawn from this content, in the order of the menu. */
export function allPictures(catalogue: Catalogue): DrawnRef[] {
  return [
    { kind: 'emergency' },
    ...catalogue.topics.map((topic): DrawnRef => ({ kind: 'topic', topic })),
    ...catalogue
      .cards()
      .flatMap(({ slug, steps }): DrawnRef[] => [
        { kind: 'cover', slug },
        ...steps.flatMap(({ screen }, index): DrawnRef[] =>
          screen ? [{ kind: 'screen', slug, step: index + 1 }] : [],
        ),
      ]),
  ];
}

/**
 * The picture a message names: `screen:<slug>/<number>` or `file:<name>` of the flow engine, `cover:<slug>`,
 * `topic:<topic>` or `emergency:` of what is passed on.
 */
export function parsePictureRef(picture: string): PictureRef | undefined {
  const [, slug, step] = /^screen:([a-z0-9-]+)\/(\d{1,2})$/u.exec(picture) ?? [];
  if (slug !== undefined) return { kind: 'screen', slug, step: Number(step) };
  const [, cover] = /^cover:([a-z0-9-]+)$/u.exec(picture) ?? [];
  if (cover !== undefined) return { kind: 'cover', slug: cover };
  const topic = topics.find((one) => picture === `topic:${one}`);
  if (topic !== undefined) return { kind: 'topic', topic };
  if (picture === 'emergency:') return { kind: 'emergency' };
  const [, name] = /^file:(.+)$/u.exec(picture) ?? [];
  return name === undefined ? undefined : { kind: 'file', name };
}

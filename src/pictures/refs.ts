import type { Catalogue, Topic } from '../catalog/catalogue.ts';

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
  | { readonly kind: 'certificate'; readonly title: string; readonly name?: string; readonly day: string }
  /** A picture of the authors, by its name in `content/pictures`. */
  | { readonly kind: 'file'; readonly name: string };

/** Pictures that depend on the content alone. */
export type DrawnRef = Exclude<PictureRef, { readonly kind: 'certificate' | 'file' }>;

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

/** The picture the flow engine names in a message: `screen:<slug>/<number>` or `file:<name>`. */
export function parsePictureRef(picture: string): PictureRef | undefined {
  const [, slug, step] = /^screen:([a-z0-9-]+)\/(\d{1,2})$/u.exec(picture) ?? [];
  if (slug !== undefined) return { kind: 'screen', slug, step: Number(step) };
  const [, name] = /^file:(.+)$/u.exec(picture) ?? [];
  return name === undefined ? undefined : { kind: 'file', name };
}

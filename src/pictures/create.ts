import { createHash } from 'node:crypto';
import type { Catalogue } from '../catalog/catalogue.ts';
import { AppError } from '../shared/errors.ts';
import { openAuthorsFiles } from './authors-files.ts';
import type { Renderer } from './draw/render.ts';
import { DRAWING_VERSION } from './drawing-version.ts';
import type { DrawnRef, PictureRef } from './refs.ts';
import { createSealer } from './seal.ts';
import { openShelf } from './shelf.ts';
import { type Subject, subjectOf } from './subject.ts';

/** The pictures of this installation, by names that can be published. */
export interface Pictures {
  /**
   * Name of a picture, for example `screen-vneid-what-is-2-1a2b3c4d.png`. It carries a hash of what is drawn, so what a
   * name stands for never changes. Undefined where there is nothing to show: an unknown card, a step without a screen, a
   * file that is not there. Draws nothing and is cheap.
   */
  fileName(ref: PictureRef): string | undefined;
  /**
   * The PNG (or the authors' file) of a name made by `fileName`, drawn when first asked for and kept in the folder.
   * Undefined for any other name, also for one of content that has changed since. Throws PICTURE_NOT_DRAWN when the
   * renderer fails.
   */
  read(fileName: string): Promise<Buffer | undefined>;
}

export interface PicturesOptions {
  /** What is served now; asked each time. */
  readonly catalogue: () => Catalogue;
  /** Where drawn pictures are kept; made when needed. */
  readonly folder: string;
  /** Secret that seals the names of certificates; a new key makes older ones unknown. */
  readonly key: Buffer | string;
  /** Folder of the authors' ready-made pictures, `content/pictures`. Default: there are none. */
  readonly filesFolder?: string;
  /** Draws SVG as PNG. Default: resvg in a thread of its own, started when something is to be drawn. */
  readonly renderer?: Renderer;
}

/** Sealed pictures kept in memory; what they say is for few, so they never reach the disk. */
const KEPT_SEALED = 8;

/** Names and draws pictures. Drawings wait for one another: two at once would only make both slower. */
export function createPictures(options: PicturesOptions): Pictures {
  const sealer = createSealer(options.key);
  const shelf = openShelf(options.folder);
  const files = options.filesFolder === undefined ? undefined : openAuthorsFiles(options.filesFolder);
  const sealed = new Map<string, Buffer>();
  const underWay = new Map<string, Promise<Buffer | undefined>>();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let renderer: Renderer | undefined;

  const fileName = (ref: PictureRef): string | undefined => {
    if (ref.kind === 'certificate') return `certificate-${sealer.seal(ref)}.png`;
    if (ref.kind === 'chart') return `chart-${sealer.sealChart(ref)}.png`;
    if (ref.kind === 'file') {
      const hash = files?.hashOf(ref.name);
      return hash === undefined ? undefined : `file-${hash}-${ref.name}`;
    }
    const subject = subjectOf(options.catalogue(), ref);
    return subject && `${stemOf(ref)}-${hashOf(subject)}.png`;
  };

  const drawNow = async (name: string, subject: Subject): Promise<Buffer> => {
    try {
      const drawing = await import('./draw/draw.ts');
      renderer ??= options.renderer ?? (await import('./draw/render.ts')).createRenderer();
      return await renderer.render(drawing.draw(subject).svg);
    } catch (error) {
      throw new AppError(
        'PICTURE_NOT_DRAWN',
        `The picture "${name.replace(/^(certificate|chart)-.*/u, '$1-…')}" could not be drawn. Expected the package @resvg/resvg-js for this machine and the fonts of @expo-google-fonts/be-vietnam-pro: run "npm ci" again.`,
        { cause: error },
      );
    }
  };

  const draw = (name: string, subject: Subject): Promise<Buffer> => {
    waiting += 1;
    const mine = last.then(() => drawNow(name, subject)).finally(() => (waiting -= 1));
    const rest = async (): Promise<void> => {
      if (waiting === 0) await renderer?.rest().catch(() => {});
    };
    last = mine.then(rest, rest);
    return mine;
  };

  const readSealed = async (name: string, subject: Subject | undefined): Promise<Buffer | undefined> => {
    if (!subject) return undefined;
    const kept = sealed.get(name);
    if (kept) return kept;
    const png = await draw(name, subject);
    sealed.set(name, png);
    for (const oldest of sealed.keys()) {
      if (sealed.size <= KEPT_SEALED) break;
      sealed.delete(oldest);
    }
    return png;
  };

  const sealedSubject = (kind: string, token: string): Subject | undefined => {
    if (kind === 'chart') {
      const chart = sealer.openChart(token);
      return chart && { kind, ...chart };
    }
    const certificate = sealer.open(token);
    return certificate && { kind: 'certificate', ...certificate };
  };

  const readDrawn = async (name: string): Promise<Buffer | undefined> => {
    const ref = refOf(name);
    const subject = ref && subjectOf(options.catalogue(), ref);
    if (!ref || !subject || name !== `${stemOf(ref)}-${hashOf(subject)}.png`) return undefined;
    const kept = await shelf.take(name);
    if (kept) return kept;
    const png = await draw(name, subject);
    await shelf.put(name, png);
    return png;
  };

  const readAny = async (name: string): Promise<Buffer | undefined> => {
    const [, kind, token] = /^(certificate|chart)-(.+)\.png$/u.exec(name) ?? [];
    if (kind !== undefined && token !== undefined) return readSealed(name, sealedSubject(kind, token));
    const [, hash, file = ''] = /^file-([0-9a-f]{8})-(.+)$/u.exec(name) ?? [];
    if (hash !== undefined) return files?.hashOf(file) === hash ? files.read(file) : undefined;
    return readDrawn(name);
  };

  return {
    fileName,
    read(name) {
      // Whoever asks for the same picture meanwhile gets the same drawing.
      const same = underWay.get(name);
      if (same) return same;
      const mine = readAny(name).finally(() => underWay.delete(name));
      underWay.set(name, mine);
      return mine;
    },
  };
}

function hashOf(subject: Subject): string {
  return createHash('sha256')
    .update(JSON.stringify([DRAWING_VERSION, subject]))
    .digest('hex')
    .slice(0, 8);
}

function stemOf(ref: DrawnRef): string {
  switch (ref.kind) {
    case 'screen':
      return `screen-${ref.slug}-${ref.step}`;
    case 'cover':
      return `cover-${ref.slug}`;
    case 'topic':
      return `topic-${ref.topic}`;
    case 'emergency':
      return 'emergency';
  }
}

/** The picture a name would be of; its hash is not looked at. */
function refOf(name: string): DrawnRef | undefined {
  const [, kind, rest = ''] = /^(screen|cover|topic|emergency)-(?:(.*)-)?[0-9a-f]{8}\.png$/u.exec(name) ?? [];
  switch (kind) {
    case 'screen': {
      const [, slug = '', step] = /^(.+)-([1-9]\d?)$/u.exec(rest) ?? [];
      return step === undefined ? undefined : { kind, slug, step: Number(step) };
    }
    case 'cover':
      return { kind, slug: rest };
    case 'topic':
      return { kind, topic: rest as Extract<DrawnRef, { kind: 'topic' }>['topic'] };
    case 'emergency':
      return { kind };
    default:
      return undefined;
  }
}

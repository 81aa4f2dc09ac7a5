import type { Catalogue } from '../catalog/catalogue.ts';
import type { Guide, Storage } from '../storage/ports.ts';

/**
 * Writes down what this catalogue serves and returns what was ever served. Whoever was in the middle of a guide that a
 * later catalogue does not have any more can then be led to its subject.
 */
export async function rememberGuides(
  storage: Pick<Storage, 'saveGuides' | 'listGuides'>,
  catalogue: Catalogue,
  at: number,
): Promise<(id: string) => Guide | undefined> {
  const guides: Guide[] = [
    ...catalogue.cards().map(({ slug: id, topic, title, hash }): Guide => ({ id, kind: 'card', topic, title, hash })),
    ...catalogue.flows().map(({ id, topic, title, hash }): Guide => ({ id, kind: 'flow', topic, title, hash })),
  ];
  await storage.saveGuides({ guides, at });
  const known = new Map((await storage.listGuides()).map((guide) => [guide.id, guide]));
  return (id) => known.get(id);
}

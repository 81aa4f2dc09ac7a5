import type { NavEntry } from './page.ts';

/** Entries under one heading; '' = without one. */
export interface NavGroup {
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** Headings of the navigation with their pages, in the order people look for them. */
const ORDER: readonly { readonly label: string; readonly paths: readonly string[] }[] = [
  { label: '', paths: ['/'] },
  { label: 'Với người dân', paths: ['/thong-bao', '/tro-giup', '/cau-hoi', '/nhu-cau', '/lua-dao'] },
  { label: 'Số liệu', paths: ['/so-lieu', '/ban-do', '/bao-cao', '/chi-tieu', '/noi-dung'] },
  {
    label: 'Tổ công nghệ số',
    paths: ['/to', '/thanh-vien', '/chien-dich', '/so-ghi-nhan', '/meo', '/bai-hoc', '/hoi-tuyen-tren', '/nhom-chat'],
  },
  { label: 'Quản trị', paths: ['/du-lieu-ca-nhan', '/can-bo', '/khoa-api', '/nhat-ky', '/oa', '/cai-dat'] },
];

/** Where the navigation names a page, '' = under no heading; undefined for one it does not know. */
export const headingOf = (path: string): string | undefined => ORDER.find(({ paths }) => paths.includes(path))?.label;

/** Entries under their headings. What the order does not know comes last. */
export function groupNav(entries: readonly NavEntry[]): readonly NavGroup[] {
  const known = ORDER.map(({ label, paths }) => ({
    label,
    entries: paths.flatMap((path) => entries.filter((entry) => entry.path === path)),
  }));
  const others = entries.filter(({ path }) => headingOf(path) === undefined);
  return [...known, { label: 'Khác', entries: others }].filter(({ entries: own }) => own.length > 0);
}

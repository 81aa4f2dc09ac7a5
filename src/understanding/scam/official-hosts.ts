/** What an owner is. Decides how hard the evidence is when somebody else uses the name. */
export type OwnerKind =
  | 'bank'
  | 'government'
  | 'utility'
  | 'wallet'
  | 'telecom'
  | 'delivery'
  | 'shop'
  | 'travel'
  | 'safety'
  | 'platform'
  | 'press'
  /** Sold by many others under its name: only a lure in the address accuses. */
  | 'brand';

/** An organisation whose name lures borrow. */
export interface Official {
  /** As people know it: `Vietcombank`. Shown to residents. */
  readonly owner: string;
  readonly kind: OwnerKind;
  /** Domains it owns; true sub-domains count as well. The first is named to residents as the real one. */
  readonly hosts: readonly string[];
  /** How the name is written inside hosts, lower case without spaces. Empty: too ordinary a word to look for. */
  readonly names: readonly string[];
}

const KINDS: ReadonlySet<string> = new Set<OwnerKind>([
  'bank',
  'government',
  'utility',
  'wallet',
  'telecom',
  'delivery',
  'shop',
  'travel',
  'safety',
  'platform',
  'press',
  'brand',
]);

const words = (cell: string | undefined): string[] => (cell ?? '').split(' ').filter((word) => word !== '');

/** Reads `content/language/official-names.tsv`: owner, kind, hosts and names, tab-separated behind a header. */
export function readOfficials(tsv: string): Official[] {
  return tsv
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [owner = '', kind = '', hosts, names] = line.split('\t');
      return owner !== '' && KINDS.has(kind)
        ? [{ owner, kind: kind as OwnerKind, hosts: words(hosts), names: words(names) }]
        : [];
    });
}

/** Areas of `content/official-domains.tsv` as kinds. */
const AREAS: Readonly<Record<string, OwnerKind>> = {
  'public-services': 'government',
  'scam-safety': 'safety',
  utilities: 'utility',
  'e-commerce': 'shop',
  'e-payments': 'bank',
  telecom: 'telecom',
  platform: 'platform',
};

/** Reads `content/official-domains.tsv` (domain, area, owner): hosts that the linter of the content knows. */
export function readOfficialDomains(tsv: string): Official[] {
  return tsv
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [domain = '', area = '', owner = ''] = line.split('\t');
      const kind = AREAS[area];
      return domain === '' || kind === undefined ? [] : [{ owner, kind, hosts: [domain], names: [] }];
    });
}

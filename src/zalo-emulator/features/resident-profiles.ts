import * as z from 'zod';

const customValue = z.union([z.string(), z.record(z.string(), z.string())]);

const profileShape = z.object({
  alias: z.string().optional(),
  externalId: z.string().optional(),
  name: z.string().optional(),
  phone: z.string().optional(),
  birthDate: z.string().optional(),
  gender: z.string().optional(),
  street: z.string().optional(),
  ward: z.string().optional(),
  wardId: z.string().optional(),
  district: z.string().optional(),
  city: z.string().optional(),
  cityId: z.string().optional(),
  custom: z.record(z.string(), customValue).optional(),
});

/**
 * What the OA has stored about a person: given by the person through a `request_user_info` card, or written by the OA's
 * software. `birthDate` is `dd/MM/yyyy`; `custom` holds the OA's own fields, every value a string as Zalo returns it.
 */
export type ResidentProfile = Readonly<z.infer<typeof profileShape>>;

/** The profiles by user id. */
export interface ResidentProfiles {
  /** An empty profile when nothing is stored. */
  get(residentId: string): ResidentProfile;
  /** Sets the given fields, keeps the others; custom fields are merged by key. */
  merge(residentId: string, change: ResidentProfile): void;
  forget(residentId: string): void;
  dump(): unknown;
  load(state: unknown): void;
}

const stateShape = z.array(z.tuple([z.string(), profileShape]));

/** Empty {@link ResidentProfiles}. */
export function createResidentProfiles(): ResidentProfiles {
  let profiles = new Map<string, ResidentProfile>();
  return {
    get: (residentId) => profiles.get(residentId) ?? {},
    merge(residentId, change) {
      const before = profiles.get(residentId) ?? {};
      const custom = { ...before.custom, ...change.custom };
      profiles.set(residentId, { ...before, ...change, ...(Object.keys(custom).length === 0 ? {} : { custom }) });
    },
    forget: (residentId) => void profiles.delete(residentId),
    dump: () => [...profiles],
    load(state) {
      profiles = new Map(stateShape.parse(state));
    },
  };
}

import type { Storage } from '../../storage/ports.ts';
import { DEPARTMENT_NAME_KEY, OFFICE_ADDRESS_KEY, OFFICE_HOTLINE_KEY } from '../../storage/settings-ports.ts';

/** The department's own words about itself. */
export interface Office {
  readonly name: string;
  readonly hotline: string;
  readonly address: string;
}

/** What was set, else the name the environment gives. */
export async function readOffice(storage: Pick<Storage, 'readMeta'>, environmentName: string): Promise<Office> {
  const read = async (key: string): Promise<string> => (await storage.readMeta({ key })) ?? '';
  return {
    name: (await read(DEPARTMENT_NAME_KEY)) || environmentName,
    hotline: await read(OFFICE_HOTLINE_KEY),
    address: await read(OFFICE_ADDRESS_KEY),
  };
}

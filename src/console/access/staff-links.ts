import type { StaffLink } from '../../conversation/staff-link.ts';
import type { Storage } from '../../storage/ports.ts';
import { type ConsoleKeys, hashCode } from './keys.ts';

/** Finds whose code somebody typed in the chat; what the conversation is given as `findStaffLink`. */
export function createStaffLinks(
  storage: Pick<Storage, 'findStaffLink'>,
  keys: ConsoleKeys,
): (oaId: string, code: string, at: number) => Promise<StaffLink | undefined> {
  return async (oaId, code, at) => {
    const codeHash = hashCode(keys, 'link', oaId, code);
    const found = await storage.findStaffLink({ oaId, codeHash, at });
    return found && { codeHash, name: found.name };
  };
}

import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where a program of this machine is, on the path or where Debian puts servers; undefined where it is not installed. */
export function programOf(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/usr/local/bin', '/usr/sbin'];
  return folders
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

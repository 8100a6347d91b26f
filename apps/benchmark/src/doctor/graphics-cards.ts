import { execFileSync } from 'node:child_process';

export interface GraphicsCard {
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number;
  readonly freeBytes: number;
}

const patience = 5000;

/** The NVIDIA cards that `nvidia-smi` lists; none where it is missing, fails or hangs. */
export function graphicsCards(): readonly GraphicsCard[] {
  try {
    const query = ['--query-gpu=name,driver_version,memory.total,memory.free', '--format=csv,noheader,nounits'];
    const table = execFileSync('nvidia-smi', query, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: patience,
    });
    return readCards(table);
  } catch {
    return [];
  }
}

/** Rows of `name, driver, MiB, MiB free`. */
export function readCards(table: string): readonly GraphicsCard[] {
  return table.split('\n').flatMap((row) => {
    const [name, driver, total, free] = row.split(',').map((cell) => cell.trim());
    if (!(name && driver)) return [];
    return [{ name, driver, memoryBytes: Number(total) * 2 ** 20, freeBytes: Number(free) * 2 ** 20 }];
  });
}

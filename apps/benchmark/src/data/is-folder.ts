import { existsSync, statSync } from 'node:fs';

export const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

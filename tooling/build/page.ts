import { defineConfig, type UserConfig } from 'tsdown';

/** The build of the scripts of a page: ES modules that hold all they import, from the sources of this repository's packages. */
export function page(entry: Record<string, string>, outDir: string): UserConfig {
  return defineConfig({
    entry,
    outDir,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    noExternal: [/./],
    inputOptions: { resolve: { conditionNames: ['@fast-lncc/source', 'browser', 'import', 'default'] } },
    fixedExtension: false,
    dts: false,
    clean: true,
    logLevel: 'warn',
  }) as UserConfig;
}

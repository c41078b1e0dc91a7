/** `"3"`, the only form that we give out; undefined for anything else, `*` included. */
export function versionOf(ifMatch: string | null): number | undefined {
  const version = /^"([1-9][0-9]{0,8})"$/.exec(ifMatch ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}

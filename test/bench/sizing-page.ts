export async function runSizing(): Promise<object> {
  return {};
}

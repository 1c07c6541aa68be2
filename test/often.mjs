/**
 * How often something is tried that is proven by being done many times: a few times in a run by hand, many times where
 * `PARLEY_TEST_THOROUGH` is set, as `.ci/run` does. Runs under Node, too.
 */
export function often(few, many) {
  return process.env.PARLEY_TEST_THOROUGH ? many : few
}

/**
 * A copy of a state with some fields of one slice changed; everything else is shared.
 *
 * @param slice - name of the slice
 * @param fields - what is different in it
 */
export function patch<State, Slice extends keyof State>(
  state: State,
  slice: Slice,
  fields: Partial<State[Slice]>,
): State {
  return { ...state, [slice]: { ...state[slice], ...fields } };
}

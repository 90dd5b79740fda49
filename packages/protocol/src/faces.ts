/** Pictures of agents, as the reference server names them in its frames: where they are only who has reached it knows. */

/**
 * A frame with pictures that can be shown on any page.
 *
 * @param json - as it came; quotes inside of strings are escaped in it, so that only the field itself is met
 * @param faces - absolute URL of `/v1/faces/` at the server
 */
export function withFacesAt(faces: string, json: string): string {
  return json.replaceAll('"avatarUrl":"/v1/faces/', `"avatarUrl":"${faces}`);
}

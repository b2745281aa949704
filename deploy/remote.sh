# Read in by the scripts that ask the forge: `remote` is git that asks it, and nothing on the way changes what it says.
# A repository that is not public is asked with the token in TOKEN, which no other process sees.

# Which repository is meant is where this runs, whatever a hook or a script of git has left in the environment.
unset $(git rev-parse --local-env-vars | grep -v "^GIT_CONFIG")

remote() {
  set -- --no-replace-objects -c core.hooksPath=/dev/null -c core.fsmonitor=false -c protocol.ext.allow=never "$@"
  if [ -n "${TOKEN:-}" ]; then
    # shellcheck disable=SC2016 - git's own shell fills the token in
    helper='!f() { echo username=token; printf "password=%s\n" "$TOKEN"; }; f'
    set -- -c credential.helper= -c credential.helper="$helper" "$@"
  fi
  GIT_TERMINAL_PROMPT=0 git "$@"
}

cargo xtask layout-check tests/cases/07-layout-of-today-has-no-script/*.json | head -1; echo ${PIPESTATUS[0]}

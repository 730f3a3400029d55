/** The values of a token are its light and its dark one. */
export const tokens = `
@layer tokens {
  :root {
    color-scheme: light dark;
    --page: light-dark(#f4f6f3, #0f1412);
    --surface: light-dark(#ffffff, #171e1a);
    --sunken: light-dark(#eef2ed, #202924);
    --raised: light-dark(#ffffff, #37443d);
    --ink: light-dark(#161b18, #eef2ee);
    --muted: light-dark(#55605a, #a6b1aa);
    --line: light-dark(#dce2db, #2f3934);
    --edge: light-dark(#7a857e, #7d8982);
    --accent: light-dark(#14532d, #86d9a4);
    --on-accent: light-dark(#ffffff, #0c1f13);
    --accent-soft: light-dark(#e3efe4, #1d3327);
    --late: light-dark(#9a3412, #fdba74);
    --late-soft: light-dark(#fdeee4, #382413);
    --info: light-dark(#1e4a8a, #a9c8f7);
    --info-soft: light-dark(#e6eefa, #1a2a42);
    --test: #ffc53d;
    --on-test: #2b1d00;
    --radius: 0.625rem;
    --radius-large: 0.875rem;
    --control: 2.75rem;
    --shadow: 0 1px 2px light-dark(rgb(22 27 24 / 0.06), rgb(0 0 0 / 0.4));
  }
}
`

// Starts the console's program. Where a browser cannot run it, the page says so: there are no other words yet.
import start from "./console.js";

start().catch((error) => {
  console.error(error);
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = `The console could not be started: ${error}`;
  document.body.append(said);
});

// Entry of the supervisor's pages: styles for the document, then the shell, which builds everything else.
import './styles/tokens.css';
import './chime-app.ts';

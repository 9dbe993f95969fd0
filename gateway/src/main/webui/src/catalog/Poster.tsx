import { memo, type ReactNode, useId } from 'react';
import { useLanguage } from '../language/language';
import type { Category, EventItem } from './event';
import { hash, numbersFrom, type Palette, paletteFor } from './posterArt';

type Art = (palette: Palette, random: () => number) => ReactNode;

/** Waves of sound around a sun. */
const concert: Art = ({ accent, light }, random) => {
  const x = 90 + random() * 120;
  const y = 120 + random() * 60;
  return (
    <>
      <circle cx={x} cy={y} r={46} fill={accent} />
      {Array.from({ length: 9 }, (_, ring) => (
        <circle key={ring} cx={x} cy={y} r={62 + ring * 22} fill="none" stroke={light} strokeOpacity={0.5 - ring * 0.05} strokeWidth={1.5 + (ring % 3) * 2.5} strokeDasharray={`${20 + random() * 160} ${8 + random() * 40}`} />
      ))}
    </>
  );
};

/** Curtain folds with a light between them. */
const theatre: Art = ({ accent, light, deep }, random) => {
  const gap = 110 + random() * 80;
  return (
    <>
      <path d={`M${gap} 0 L${gap - 70} 400 H${gap + 150} L${gap + 36} 0 Z`} fill={light} fillOpacity={0.16} />
      <ellipse cx={gap + 40} cy={352} rx={104} ry={20} fill={accent} fillOpacity={0.9} />
      {Array.from({ length: 12 }, (_, fold) => {
        const x = fold * 27;
        const isOpen = x > gap - 60 && x < gap + 90;
        return isOpen ? null : <rect key={fold} x={x} y={-10} width={15} height={420 - random() * 30} rx={7} fill={deep} fillOpacity={0.55} />;
      })}
    </>
  );
};

/** Five staff lines that became a road into the night, with stars for notes. */
const musical: Art = ({ accent, light }, random) => {
  const bend = 60 + random() * 120;
  return (
    <>
      {Array.from({ length: 5 }, (_, line) => (
        <path key={line} d={`M-20 ${150 + line * 20} C ${bend} ${40 + line * 26}, ${bend + 90} ${300 + line * 12}, 330 ${110 + line * 22}`} fill="none" stroke={light} strokeOpacity={0.65} strokeWidth={2} />
      ))}
      {Array.from({ length: 13 }, (_, note) => {
        const x = 20 + random() * 260;
        const y = 40 + random() * 240;
        const size = 3 + random() * 8;
        return <path key={note} d={`M${x} ${y - size} L${x + size * 0.3} ${y - size * 0.3} L${x + size} ${y} L${x + size * 0.3} ${y + size * 0.3} L${x} ${y + size} L${x - size * 0.3} ${y + size * 0.3} L${x - size} ${y} L${x - size * 0.3} ${y - size * 0.3} Z`} fill={note % 3 === 0 ? accent : light} />;
      })}
      <circle cx={bend + 90} cy={96} r={34} fill={accent} />
    </>
  );
};

/** Lines of a court under a diagonal of speed. */
const sport: Art = ({ accent, light }, random) => {
  const tilt = random() > 0.5 ? 1 : -1;
  return (
    <g transform={`rotate(${tilt * (12 + random() * 10)} 150 200)`}>
      <rect x={-80} y={196} width={460} height={4} fill={light} fillOpacity={0.7} />
      <circle cx={150} cy={198} r={74} fill="none" stroke={light} strokeOpacity={0.7} strokeWidth={4} />
      <circle cx={150} cy={198} r={24} fill={accent} />
      {Array.from({ length: 6 }, (_, lane) => (
        <rect key={lane} x={-90 + random() * 60} y={30 + lane * 24} width={120 + random() * 220} height={7} rx={3.5} fill={lane % 2 ? accent : light} fillOpacity={0.25 + random() * 0.5} />
      ))}
    </g>
  );
};

/** Strings over a bow. */
const classic: Art = ({ accent, light }, random) => {
  const x = 90 + random() * 90;
  return (
    <>
      <path d={`M${x - 70} -10 C ${x + 190} 90, ${x - 190} 290, ${x + 90} 410`} fill="none" stroke={accent} strokeWidth={30} strokeOpacity={0.85} />
      {Array.from({ length: 6 }, (_, string) => (
        <line key={string} x1={x + string * 15} y1={0} x2={x + 6 + string * 12} y2={400} stroke={light} strokeWidth={2.4 - string * 0.3} strokeOpacity={0.75} />
      ))}
    </>
  );
};

/** A big sun and paper in the air. */
const festival: Art = ({ accent, light, deep }, random) => {
  const x = 70 + random() * 160;
  return (
    <>
      {Array.from({ length: 18 }, (_, ray) => (
        <path key={ray} d={`M${x} 176 L${x + Math.cos((ray / 9) * Math.PI) * 480} ${176 + Math.sin((ray / 9) * Math.PI) * 480} L${x + Math.cos(((ray + 0.5) / 9) * Math.PI) * 480} ${176 + Math.sin(((ray + 0.5) / 9) * Math.PI) * 480} Z`} fill={deep} fillOpacity={0.28} />
      ))}
      <circle cx={x} cy={176} r={66} fill={accent} />
      {Array.from({ length: 26 }, (_, paper) => (
        <rect key={paper} x={random() * 300} y={random() * 300} width={9} height={4 + random() * 8} rx={1.5} fill={[accent, light, deep][paper % 3]!} transform={`rotate(${random() * 180} 150 200)`} />
      ))}
    </>
  );
};

const ARTS: Record<Category, Art> = { concert, theatre, musical, sport, classic, festival };

/** Decoration only: what it says is said in text beside it. */
export const Poster = memo(function Poster({ event, hasName = true }: { event: Pick<EventItem, 'id' | 'category' | 'artist'>; hasName?: boolean }) {
  const { say, messages } = useLanguage();
  const shade = useId();
  const palette = paletteFor(event.id, event.category);
  const art = ARTS[event.category] ?? concert;
  return (
    <div className="poster" aria-hidden="true" style={{ backgroundColor: palette.ground, color: palette.light }}>
      <svg viewBox="0 0 300 400" preserveAspectRatio="xMidYMid slice" focusable="false">
        <defs>
          <linearGradient id={shade} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0.45" stopColor={palette.deep} stopOpacity="0" />
            <stop offset="1" stopColor={palette.deep} stopOpacity="0.96" />
          </linearGradient>
        </defs>
        {art(palette, numbersFrom(hash(event.id)))}
        <rect width="300" height="400" fill={`url(#${shade})`} />
      </svg>
      {hasName && (
        <p className="poster-name">
          <small>{messages.category[event.category]}</small>
          {say(event.artist)}
        </p>
      )}
    </div>
  );
});

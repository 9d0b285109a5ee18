/** The scripted session: what is typed, and what has to come before the next line. */

export interface Line {
  /** typed, then Enter */
  command: string;
  /** keys typed after it has started, once the screen shows `when` */
  keys?: { when: RegExp; text: string };
}

/** Batch files of the session, put on the disk beside the programs. */
export const FILES: Readonly<Record<string, string>> = {
  'LOOP.BAT': [
    '@ECHO OFF',
    'FOR %%A IN (ONE TWO THREE) DO ECHO item %%A',
    'SET N=1',
    ':AGAIN',
    'ECHO turn %N% of %1',
    'IF "%N%"=="111" GOTO DONE',
    'SET N=%N%1',
    'GOTO AGAIN',
    ':DONE',
    'IF EXIST README.TXT ECHO readme is here',
    'IF NOT EXIST NOTHERE.TXT ECHO nothere is not',
    'IF ERRORLEVEL 1 ECHO level',
    '',
  ].join('\r\n'),
  'CALLER.BAT': ['@ECHO OFF', 'CALL LOOP called', 'SHIFT', 'ECHO second was %1', ''].join('\r\n'),
};

/** Programs of corpus/dos, by the names under which they are on the disk. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  'MEMWALK.COM': 'memwalk',
  'DISKWALK.COM': 'diskwalk',
  'TSR.COM': 'tsr',
  'PIT.COM': 'pit',
  'VGATEXT.COM': 'vgatext',
  'VGAMODES.COM': 'vgamodes',
  'EDITOR.COM': 'editor',
  'LOADER.EXE': 'loader',
  'OVL.BIN': 'ovl',
  'SELFMOD.COM': 'selfmod',
  'BUSYDATA.COM': 'busydata',
  'UNREAL.COM': 'unreal',
  'PM32.COM': 'pm32',
  'ABSDISK.COM': 'absdisk',
};

const text = (commands: string): Line[] =>
  commands
    .trim()
    .split('\n')
    .map((command) => ({ command: command.trim() }));

export const SESSION: readonly Line[] = [
  ...text(`
    ver
    set FOO=bar
    echo foo is %FOO%
    path
    vol
    md work
    cd work
    echo hello > h.txt
    echo more >> h.txt
    type h.txt
    copy ..\\readme.txt a.txt
    copy a.txt b.txt
    ren b.txt c.txt
    dir
    copy a.txt+h.txt both.txt
    type both.txt
    del a.txt
    dir /w
    cd ..
    rd work
    dir work
    type nothere.txt
    cd nothere
    nosuchcommand
    if exist readme.txt echo yes
    if not exist nothere.txt echo no
    for %F in (1 2 3) do echo item %F
    loop first
    caller one two
    echo redirected > out.txt
    type out.txt | find "red"
    dir *.bat
    cls
    prompt $p$g
    set FOO=
    echo [%FOO%]
    memwalk
    diskwalk
    tsr
    tsr
    pit
    vgatext
    vgamodes
    loader
    selfmod
    busydata
    unreal
    pm32
    absdisk
    selfmod > sums.txt
    type sums.txt
  `),
  { command: 'editor', keys: { when: /\u2550{60}/, text: 'hello, worlx<Backspace>d<Left><Left>L<Right><F2><Esc>' } },
  ...text(`
    copy sums.txt work\\copied.txt
    del out.txt
    dir
  `),
];

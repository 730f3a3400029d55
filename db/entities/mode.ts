export type { Mode } from '../../domain/shared/mode.ts'

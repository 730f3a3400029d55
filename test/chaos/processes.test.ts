import './outages.ts'
import './api-process.ts'
import './imports.ts'

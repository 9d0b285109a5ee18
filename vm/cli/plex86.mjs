#!/usr/bin/env node
// The program is TypeScript; tsx runs it as it stands.
import { register } from 'tsx/esm/api';

register();
await import('./program.ts');
